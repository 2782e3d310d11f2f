package com.alphapulse.riskbudget.api.http;

import com.alphapulse.riskbudget.api.view.Position;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.Span;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Query parameters. Unknown ones are refused: a misspelt filter must not pass for none. */
public final class Parameters {
  public static final String PORTFOLIO = "portfolioId";

  /** Older name of the same, still taken. */
  public static final String PORTFOLIO_ALIAS = "portfolio";

  public static final String LIMIT = "limit";
  public static final String CURSOR = "cursor";
  public static final String FROM = "from";
  public static final String TO = "to";

  /** What every list takes. */
  public static final Set<String> LIST = Set.of(PORTFOLIO, LIMIT, CURSOR, FROM, TO);

  /** Durations from here on could overflow a time. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** What a duration has to be. */
  static final String DURATION = "must be a duration above 0 such as PT1H30M";

  /** Items returned where {@code limit} is not given. */
  static final int DEFAULT_LIMIT = 100;

  /** Largest {@code limit}. */
  static final int MAX_LIMIT = 1_000;

  private Parameters() {}

  /** What every list takes, and more. */
  public static Set<String> listWith(String... more) {
    Set<String> names = new HashSet<>(LIST);
    names.addAll(List.of(more));
    return Set.copyOf(names);
  }

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
              boolean alias = name.equals(PORTFOLIO_ALIAS) && names.contains(PORTFOLIO);
              if (!names.contains(name) && !alias) {
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
    Optional<String> portfolio =
        Optional.ofNullable(context.queryParam(PORTFOLIO))
            .or(() -> Optional.ofNullable(context.queryParam(PORTFOLIO_ALIAS)));
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

  /**
   * Which part of a list is wanted.
   *
   * @throws Problem 400 naming what is no time, no cursor or no limit
   */
  public static Span span(Context context) {
    return new Span(
        time(context, FROM),
        time(context, TO),
        Optional.ofNullable(context.queryParam(CURSOR)).map(Parameters::cursor),
        limit(context));
  }

  /**
   * One of some constants, empty where it is not given.
   *
   * @throws Problem 400 if it is none of them
   */
  public static <E extends Enum<E>> Optional<E> choice(
      Context context, String name, Class<E> type) {
    String text = context.queryParam(name);
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(choice(name, type, text));
  }

  /**
   * One of some constants.
   *
   * @throws Problem 400 if it is none of them
   */
  public static <E extends Enum<E>> E choice(String name, Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw Problem.badRequest(name, "must be one of " + Arrays.asList(type.getEnumConstants()));
  }

  private static Position cursor(String text) {
    return Position.parse(text)
        .orElseThrow(() -> Problem.badRequest(CURSOR, "must be the nextCursor of an answer"));
  }

  private static Optional<Instant> time(Context context, String name) {
    try {
      return Optional.ofNullable(context.queryParam(name)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw Problem.badRequest(name, "must be a time such as 2030-01-31T16:30:00Z");
    }
  }

  /**
   * A duration in ISO-8601 above 0.
   *
   * @throws Problem 400 if it is none
   */
  public static Duration duration(String name, String text) {
    return duration(text).orElseThrow(() -> Problem.badRequest(name, DURATION));
  }

  static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(d -> !d.isZero() && !d.isNegative() && d.compareTo(LONGEST) < 0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
