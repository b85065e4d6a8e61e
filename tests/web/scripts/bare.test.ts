import { describe, expect, test } from 'vitest';
import { networkOf } from '../../../scripts/bare.mjs';

describe('the environment of a bare machine', () => {
  test('has what says how to reach the network', () => {
    const network = {
      http_proxy: 'http://proxy:3128',
      HTTPS_PROXY: 'http://proxy:3128',
      no_proxy: 'localhost',
      npm_config_registry: 'https://registry.example',
      'npm_config_@scope:registry': 'https://other.example',
    };
    expect(networkOf(network)).toEqual(network);
  });

  test('has nothing else of this machine', () => {
    expect(
      networkOf({ PATH: '/bin', HOME: '/home/a', CI: '1', npm_config_prefix: '/usr', npm_config_cache: '/c', npm_lifecycle_event: 'test' }),
    ).toEqual({});
  });
});
