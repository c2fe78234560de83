/** What is done thousands of times takes what it takes, on a machine that is busy too; what is promised is timed by the tests. */
export const PATIENT = { timeout: 3_600_000 };
