/** Tests run as native ES modules; esbuild strips the types. See CONTRIBUTING.md. */
module.exports = {
  testEnvironment: 'node',
  watchman: false,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.transform.cjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.trunkline'],
  globalSetup: '<rootDir>/test/setup/synthesize-once.ts',
  testTimeout: 120_000,
  // Each worker holds an emulator, a cloud and its functions. One more than two cores have: a cloud that waits for its
  // emulator leaves room for another.
  maxWorkers: 3,
};
