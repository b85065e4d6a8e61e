import 'skyflock/life-sim';
import 'skyflock/meteor-shower';
import { createStore } from 'skyflock/state';
import { expect, test } from 'vitest';

test.each(['life-sim', 'meteor-shower'])('<%s> comes onto a page and leaves it', async (name) => {
  const element = document.createElement(name);
  document.body.append(element);
  await new Promise((done) => setTimeout(done, 500));
  expect(element.shadowRoot).not.toBeNull();
  element.remove();
  await new Promise((done) => setTimeout(done, 100));
});

test('a store keeps paths equal', () => {
  const store = createStore({ a: 1, b: 2 });
  store.register({ sync: [['a', 'b']] });
  store.process([['a', 3]]);
  expect(store.get('b')).toBe(3);
});
