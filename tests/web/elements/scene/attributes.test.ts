import { describe, expect, it } from 'vitest';
import { BEGINNING_SETTINGS, SCENE_ATTRIBUTES, SCENE_SETTINGS } from '../../../../web/elements/scene/attributes.js';
import { SceneOptionError } from '../../../../web/scene/shared/errors.js';

describe('attributes of a scene', () => {
  it('have one property each, named as the attribute is, on which the types for JSX rely', () => {
    expect(new Set(SCENE_ATTRIBUTES.names).size).toBe(SCENE_ATTRIBUTES.names.length);
    const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    for (const [name, { attribute }] of Object.entries(SCENE_SETTINGS)) expect(attribute).toBe(kebab(name));
    expect(SCENE_ATTRIBUTES.propertyOf('no-orbit')).toBe('orbit');
    expect(SCENE_ATTRIBUTES.isSetting('paused')).toBe(false);
  });

  it('say what a text says', () => {
    expect(SCENE_SETTINGS.rate.read(' 120 ')).toEqual({ value: 120, error: null });
    expect(SCENE_SETTINGS.budget.read('100')).toEqual({ value: 100, error: null });
    expect(SCENE_SETTINGS.maxEntities.read('1000000')).toEqual({ value: 1_000_000, error: null });
    expect(SCENE_SETTINGS.stepping.read('measured')).toEqual({ value: 'measured', error: null });
    expect(SCENE_SETTINGS.src.read('game.js?v=2')).toEqual({ value: 'game.js?v=2', error: null });
  });

  it('fall back to their defaults when they are gone', () => {
    for (const rule of Object.values(SCENE_SETTINGS)) expect(rule.read(null)).toEqual({ value: rule.byDefault, error: null });
  });

  it.each([
    ['rate', '0', '1 to 1000'],
    ['rate', '', '1 to 1000'],
    ['budget', '99', '100 to 600000'],
    ['maxEntities', '1000001', '1 to 1000000'],
    ['maxEntities', '2.5', 'whole'],
    ['seed', '-1', '0 to 4294967295'],
    ['renderer', 'svg', 'auto, '],
    ['loading', 'soon', 'eager, lazy'],
    ['reducedMotion', 'slow', 'still, off'],
    ['gestures', 'mine', 'cooperative, greedy, none'],
  ] as const)('refuse %s = %j with what it may be, and hold the default', (name, text, range) => {
    const rule = SCENE_SETTINGS[name];
    const { value, error } = rule.read(text);
    expect(value).toBe(rule.byDefault);
    expect(error).toBeInstanceOf(SceneOptionError);
    expect(error?.range).toContain(range);
  });

  it('begin the scene anew only where it can not be changed while it runs', () => {
    expect([...BEGINNING_SETTINGS].sort()).toEqual(['maxEntities', 'seed', 'thread', 'tier']);
  });
});
