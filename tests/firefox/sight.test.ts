/** Elements rest while nobody sees them, in Firefox. Needs the built site. */
import { testSight } from '../support/host-expectations.js';
import { sitePage } from './firefox-page.js';

testSight(sitePage());
