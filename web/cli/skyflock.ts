#!/usr/bin/env node
import process from 'node:process';
import { main } from './main.js';
import { watchStandardOutput } from './outputs.js';

watchStandardOutput();
process.exitCode = await main(process.argv.slice(2));
