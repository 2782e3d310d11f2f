package com.alphapulse.riskbudget.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.api.http.Problem;
import io.javalin.http.HttpStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

  /** Portfolio {@code p} is the caller's where it is limited. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "VIEWER, false, p, FORBIDDEN",
        "VIEWER, true, p, FORBIDDEN",
        "VIEWER, false, *, FORBIDDEN",
        "OPERATOR, false, p, none",
        "OPERATOR, false, *, FORBIDDEN",
        "OPERATOR, true, p, none",
        "OPERATOR, true, q, NOT_FOUND",
        "OPERATOR, true, *, FORBIDDEN",
        "ADMIN, false, p, none",
        "ADMIN, false, *, none",
        "ADMIN, true, p, none",
        "ADMIN, true, q, NOT_FOUND",
        "ADMIN, true, *, FORBIDDEN"
      })
  void shouldRefuseOrNot_whenCallerCommands(
      Role role, boolean limited, String portfolio, HttpStatus refusal) {
    Caller caller = new Caller("a", role, limited ? Set.of("p") : Set.of(), true);

    if (refusal == null) {
      caller.requireMayCommand(portfolio);
    } else {
      assertThatThrownBy(() -> caller.requireMayCommand(portfolio))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.status()).isEqualTo(refusal));
    }
  }

  @Test
  void shouldSeeItsPortfoliosAndWhatIsOfNone_whenItIsLimited() {
    Caller caller = new Caller("a", Role.ADMIN, Set.of("p"), true);

    assertThat(caller.maySee("p")).isTrue();
    assertThat(caller.maySee("q")).isFalse();
    assertThat(caller.maySee("*")).isTrue();
    assertThat(caller.maySee("")).isTrue();
    assertThat(caller.maySee(null)).isTrue();
    assertThat(Caller.local().maySee("q")).isTrue();
    assertThatThrownBy(() -> caller.requireMaySee("q"))
        .hasMessage(Problem.unknownPortfolio("q").getMessage());
  }
}
