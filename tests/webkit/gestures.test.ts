/** Whose the wheel and fingers over a world are, in WebKitGTK. Needs the built site. */
import { testGestures } from '../support/host-expectations.js';
import { sitePage } from './webkit-page.js';

testGestures(sitePage());
