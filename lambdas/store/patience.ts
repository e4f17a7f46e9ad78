/**
 * How long a service of AWS is given to take a connection, and then to answer, in milliseconds; the SDK asks three times
 * in all. It has no limit of its own: one answer that is lost would hold a function to its time-out, and whoever waits
 * for it. Far beyond what these services take, and two tries fit into the 5 s after which a carrier asks again.
 */
export const PATIENCE = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
