/** Elements that their page enlarges or pads, in Firefox. Needs the built site. */
import { testZoom } from '../support/host-expectations.js';
import { sitePage } from './firefox-page.js';

testZoom(sitePage());
