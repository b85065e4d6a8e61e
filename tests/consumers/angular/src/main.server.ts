import { provideZonelessChangeDetection } from '@angular/core';
import { type BootstrapContext, bootstrapApplication } from '@angular/platform-browser';
import { provideServerRendering, RenderMode, withRoutes } from '@angular/ssr';
import { App } from './app';

const routes = withRoutes([{ path: '**', renderMode: RenderMode.Prerender }]);
const providers = [provideZonelessChangeDetection(), provideServerRendering(routes)];

export default (context: BootstrapContext) => bootstrapApplication(App, { providers }, context);
