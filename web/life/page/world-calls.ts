/** What a page sets of a running world, and what it may ask of it, one answer each. */
import { ColorBy, type LifeOptions } from '../../generated/life-layout.js';
import { checkDisc, checkQuery, foodCommand, geneCommand, killCommand, optionCommand, spawnCommand } from '../shared/commands.js';
import { decodeInspection, decodeNearby } from '../shared/decode-records.js';
import { LifeOptionError } from '../shared/errors.js';
import { tribeNumber } from '../shared/founding.js';
import type { Answers, CommandFields, Pace, Request, RequestOf, ViewRequest } from '../shared/messages.js';
import type { GeneName, LifeInspection, NearbyAnimal } from '../shared/records.js';
import { checkColorBy, checkSpeed, checkWhole } from '../shared/settings.js';
import type { ColorByName, Disc, LifeFounding, NearbyQuery } from '../shared/types.js';

/** Checks what is set and asked; how it is sent is the subclass's. */
export abstract class WorldCalls {
  abstract readonly founding: LifeFounding;
  protected abstract pace: Pace;
  protected abstract view: ViewRequest;
  protected abstract setPace(pace: Pace): void;
  protected abstract setView(view: ViewRequest): void;
  protected abstract command(command: CommandFields): Promise<void>;
  protected abstract request<Ask extends Request['ask']>(request: RequestOf<Ask>, milliseconds?: number): Promise<Answers[Ask]>;

  get speed(): number {
    return this.pace.speed;
  }

  set speed(value: number) {
    this.setPace({ ...this.pace, speed: checkSpeed(value) });
  }

  get paused(): boolean {
    return this.pace.paused;
  }

  set paused(value: boolean) {
    this.setPace({ ...this.pace, paused: Boolean(value) });
  }

  get hidden(): boolean {
    return this.pace.hidden;
  }

  set hidden(value: boolean) {
    this.setPace({ ...this.pace, hidden: Boolean(value) });
  }

  get colorBy(): ColorByName {
    const names = Object.keys(ColorBy) as ColorByName[];
    return names.find((name) => ColorBy[name] === this.view.colorBy) ?? 'tribe';
  }

  set colorBy(value: ColorByName) {
    this.setView({ ...this.view, colorBy: checkColorBy(value) });
  }

  get showFood(): boolean {
    return this.view.showFood;
  }

  set showFood(value: boolean) {
    this.setView({ ...this.view, showFood: Boolean(value) });
  }

  async setOption(name: keyof LifeOptions, value: number): Promise<void> {
    await this.command(optionCommand(name, value));
  }

  async paintFood(stroke: Disc & { readonly amount: number }): Promise<void> {
    await this.command(foodCommand(stroke));
  }

  async spawn(group: Disc & { readonly tribe: number | string; readonly count: number }): Promise<void> {
    await this.command(spawnCommand(tribeNumber(this.founding, group.tribe), group));
  }

  async kill(area: Disc): Promise<void> {
    await this.command(killCommand(area));
  }

  async setGene(tribe: number | string, gene: GeneName, value: number): Promise<void> {
    await this.command(geneCommand(tribeNumber(this.founding, tribe), gene, value));
  }

  async pick(area: Disc): Promise<number> {
    return await this.request<'pick'>({ ask: 'pick', ...checkDisc(area) });
  }

  async query(where: NearbyQuery): Promise<NearbyAnimal[]> {
    return decodeNearby(await this.request<'query'>({ ask: 'query', ...checkQuery(where, this.founding) }));
  }

  async inspect(id: number): Promise<LifeInspection | null> {
    return decodeInspection(await this.request<'inspect'>({ ask: 'inspect', id: checkWhole('id', id) }));
  }

  async select(id: number): Promise<void> {
    await this.request<'select'>({ ask: 'select', id: checkWhole('id', id) });
  }

  async harmWorker(worker: number, how: 'end' | 'hang' = 'end'): Promise<void> {
    if (how !== 'end' && how !== 'hang') throw new LifeOptionError('how', how, "it must be 'end' or 'hang'");
    await this.request<'harm'>({ ask: 'harm', worker: checkWhole('worker', worker), how });
  }

  async save(): Promise<ArrayBuffer> {
    return await this.request<'save'>({ ask: 'save' });
  }
}
