package com.alphapulse.riskbudget.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.config.ApiLimits;
import io.javalin.http.HttpStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
  private static final ApiLimits LIMITS = new ApiLimits(5, 2, 3);

  private long nanos = 7;
  private final ClientLimits limits = new ClientLimits(LIMITS, () -> nanos);

  @Test
  void shouldRefuseThatClientOnly_whenItAsksTooOften() {
    for (int i = 0; i < 10; i++) {
      limits.request("a");
    }

    assertRefused(() -> limits.request("a"), HttpStatus.TOO_MANY_REQUESTS);
    limits.request("b");
    nanos += 200_000_000;
    limits.request("a");
    assertRefused(() -> limits.request("a"), HttpStatus.TOO_MANY_REQUESTS);
  }

  @Test
  void shouldLeavePlacesForOthers_whenOneClientTakesAllItMay() {
    limits.startStream("a");
    limits.startStream("a");

    assertRefused(() -> limits.startStream("a"), HttpStatus.TOO_MANY_REQUESTS);
    limits.startStream("b");
    assertRefused(() -> limits.startStream("c"), HttpStatus.SERVICE_UNAVAILABLE);
    limits.endStream("a");
    limits.startStream("c");
    assertRefused(() -> limits.startStream("a"), HttpStatus.SERVICE_UNAVAILABLE);
  }

  private static void assertRefused(ThrowingCallable call, HttpStatus status) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }
}
