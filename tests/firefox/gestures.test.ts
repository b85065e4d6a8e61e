/** Whose the wheel and fingers over a world are, in Firefox. Needs the built site. */
import { testGestures } from '../support/host-expectations.js';
import { sitePage } from './firefox-page.js';

testGestures(sitePage());
