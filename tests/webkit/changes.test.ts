/**
 * Another screen, and a user who asks for less motion, in WebKitGTK, which knows of both by the system alone: what its page reads
 * is replaced. Needs the built site.
 */
import { testChanges } from '../support/host-expectations.js';
import { sitePage } from './webkit-page.js';

testChanges(sitePage());
