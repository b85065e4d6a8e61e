#!/usr/bin/env node
import { Console } from 'node:console';
import process from 'node:process';
import { main } from './main.js';
import { watchStandardOutput } from './outputs.js';

watchStandardOutput();
// Standard output is for the result alone.
globalThis.console = new Console(process.stderr);
process.exitCode = await main(process.argv.slice(2));
