package com.alphapulse.riskbudget.api.http;

import com.alphapulse.riskbudget.api.view.ReadModel;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Query parameters. Unknown ones are refused: a misspelt filter must not pass for none. */
public final class Parameters {
  public static final String PORTFOLIO = "portfolio";
  public static final String LIMIT = "limit";

  /** Items returned where {@code limit} is not given. */
  static final int DEFAULT_LIMIT = 100;

  /** Largest {@code limit}. */
  static final int MAX_LIMIT = 1_000;

  private Parameters() {}

  /**
   * Checks that only these parameters are there, each at most once.
   *
   * @throws Problem 400 naming each that is not
   */
  public static void allow(Context context, Set<String> names) {
    List<Problem.Invalid> invalid = new ArrayList<>();
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (!names.contains(name)) {
                invalid.add(new Problem.Invalid(name, "unknown parameter"));
              } else if (values.size() > 1) {
                invalid.add(new Problem.Invalid(name, "given more than once"));
              }
            });
    if (!invalid.isEmpty()) {
      throw Problem.badRequest(invalid);
    }
  }

  /**
   * The selected portfolio, empty where none is selected.
   *
   * @throws Problem 404 if it is unknown
   */
  public static Optional<String> portfolio(Context context, ReadModel model) {
    Optional<String> portfolio = Optional.ofNullable(context.queryParam(PORTFOLIO));
    if (portfolio.isPresent() && !model.isKnown(portfolio.get())) {
      throw Problem.unknownPortfolio(portfolio.get());
    }
    return portfolio;
  }

  /**
   * Largest number of items to return.
   *
   * @throws Problem 400 if it is not a whole number from 1 to {@value #MAX_LIMIT}
   */
  public static int limit(Context context) {
    String text = context.queryParam(LIMIT);
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Answered below, together with a number out of range.
    }
    throw Problem.badRequest(LIMIT, "must be a whole number from 1 to " + MAX_LIMIT);
  }
}
