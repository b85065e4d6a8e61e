/** Another screen, and a user who asks for less motion, in Firefox, which is told so by its own preferences. Needs the built site. */
import { testChanges } from '../support/host-expectations.js';
import { changingPage } from './firefox-page.js';

testChanges(changingPage());
