/** Elements that their page enlarges or pads, in WebKitGTK. Needs the built site. */
import { testZoom } from '../support/host-expectations.js';
import { sitePage } from './webkit-page.js';

testZoom(sitePage());
