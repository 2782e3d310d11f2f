package com.alphapulse.riskbudget.cli.operate;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 90s}, {@code 30m}, {@code 1h}, {@code 2d}. */
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String iso = upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper;
    try {
      Duration duration = Duration.parse(iso);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Answered below, together with a duration that is not above 0.
    }
    throw new TypeConversionException(
        "'" + text + "' must be a time above 0, such as 90s, 30m, 1h or 2d");
  }
}
