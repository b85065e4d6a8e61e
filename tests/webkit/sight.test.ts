/** Elements rest while nobody sees them, in WebKitGTK. Needs the built site. */
import { testSight } from '../support/host-expectations.js';
import { sitePage } from './webkit-page.js';

testSight(sitePage());
