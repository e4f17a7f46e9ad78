/** Tests run as native ES modules; esbuild strips the types. See CONTRIBUTING.md. */
module.exports = {
  testEnvironment: 'node',
  watchman: false,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.transform.cjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.trunkline'],
  testTimeout: 60_000,
};
