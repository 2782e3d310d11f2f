package com.alphapulse.riskbudget.config;

/**
 * What one client, and all of them, may take of the API ({@code api.limits}).
 *
 * @param requestsPerSecond of one client on average; twice as many at once
 */
public record ApiLimits(int requestsPerSecond, int eventStreamsPerClient, int eventStreams) {

  static ApiLimits read(ConfigNode node) {
    return new ApiLimits(
        node.integer(
            "requests_per_second",
            100,
            1,
            100_000,
            "Requests of one client (token, else address) per second; twice as many at once."
                + " Beyond it the answer is 429."),
        node.integer(
            "event_streams_per_client", 8, 1, 64, "Event streams of one client at the same time."),
        node.integer("event_streams", 64, 1, 128, "Event streams of all clients."));
  }
}
