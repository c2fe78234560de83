/** A segment that decodes to `.` or `..`, and an encoded slash, a backslash or NUL anywhere. */
export const UNSAFE_PATH = /%2f|%5c|%00|\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether another program may read this path, given as it was sent, as a different path. Such a path is 404. */
export const isUnsafePath = (path: string): boolean => UNSAFE_PATH.test(path);
