package com.alphapulse.riskbudget.api.http;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.domain.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a JSON object in a request. Collects what is wrong, so that one answer names it
 * all; a reader that found a fault returns a stand-in, to be used by no one once {@link
 * #throwIfInvalid} was called.
 */
public final class RequestBody {
  /** Characters of a text; what is longer is no name, author or reason. */
  static final int MAX_TEXT = 500;

  private final JsonNode json;
  private final Set<String> read = new HashSet<>();
  private final List<Problem.Invalid> invalid = new ArrayList<>();

  /**
   * @param json an object, as {@link #parse} gives it
   */
  public RequestBody(JsonNode json) {
    this.json = json;
  }

  /**
   * The body of a request.
   *
   * @throws Problem 415 unless it says to be JSON, 400 if it is not a JSON object
   */
  public static JsonNode parse(Context context) {
    String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
    // A page of another site may send a form or plain text unasked, but not this type.
    if (!type.equals("application/json") && !type.startsWith("application/json;")) {
      throw Problem.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json");
    }
    try {
      JsonNode json = RecordJson.MAPPER.readTree(context.body());
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("body", "is not JSON: " + e.getOriginalMessage());
    }
    throw Problem.badRequest("body", "must be a JSON object");
  }

  /** A text that has to be there. */
  public String text(String name) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty() && !json.hasNonNull(name)) {
      add(name, "is required");
    }
    return text.orElse("");
  }

  /** A text that may be absent. */
  public Optional<String> optionalText(String name) {
    JsonNode node = field(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      add(name, "must be a text");
      return Optional.empty();
    }
    Optional<String> fault = fault(node.textValue());
    fault.ifPresent(detail -> add(name, detail));
    return fault.isPresent() ? Optional.empty() : Optional.of(node.textValue());
  }

  /** What is wrong with a text, if anything. */
  public static Optional<String> fault(String text) {
    if (text.isBlank()) {
      return Optional.of("must not be blank");
    }
    if (text.length() > MAX_TEXT) {
      return Optional.of("must have at most " + MAX_TEXT + " characters");
    }
    return text.chars().anyMatch(Character::isISOControl) || !Texts.isUsable(text, MAX_TEXT)
        ? Optional.of("must not have control or invisible formatting characters")
        : Optional.empty();
  }

  /** One of some constants; it has to be there. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, Set<E> allowed) {
    E choice = optionalChoice(name, type, allowed);
    if (choice == null && !json.hasNonNull(name)) {
      add(name, "is required");
    }
    return choice;
  }

  /** One of some constants, or null. */
  public <E extends Enum<E>> E optionalChoice(String name, Class<E> type, Set<E> allowed) {
    JsonNode node = field(name);
    if (node == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (allowed.contains(constant) && constant.name().equals(node.textValue())) {
        return constant;
      }
    }
    add(name, "must be one of " + new TreeSet<>(allowed));
    return null;
  }

  /** A number of exactly this scale, or null. */
  public BigDecimal decimal(String name, int scale, int precision) {
    JsonNode node = field(name);
    if (node == null) {
      return null;
    }
    if (!node.isNumber()) {
      add(name, "must be a number");
      return null;
    }
    BigDecimal value = node.decimalValue().stripTrailingZeros();
    // Counted before the scale is set: 1e999999999 would otherwise be written out in full.
    long digits = (long) value.precision() - value.scale() + scale;
    if (value.scale() > scale || digits > precision) {
      add(name, "must have at most %d decimals and %d digits".formatted(scale, precision));
      return null;
    }
    return value.setScale(scale, RoundingMode.UNNECESSARY);
  }

  /** True or false; false where absent. */
  public boolean flag(String name) {
    JsonNode node = field(name);
    if (node != null && !node.isBoolean()) {
      add(name, "must be true or false");
    }
    return node != null && node.booleanValue();
  }

  /** A time in ISO-8601 with a zone, to the millisecond, if it is there. */
  public Optional<Instant> optionalInstant(String name) {
    Optional<String> text = optionalText(name);
    try {
      return text.map(t -> Instant.ofEpochMilli(Instant.parse(t).toEpochMilli()));
    } catch (DateTimeParseException | ArithmeticException e) {
      add(name, "must be a time such as 2030-01-31T16:30:00Z");
      return Optional.empty();
    }
  }

  /** A duration in ISO-8601 above 0, if it is there. */
  public Optional<Duration> optionalDuration(String name) {
    Optional<String> text = optionalText(name);
    Optional<Duration> duration = text.flatMap(Parameters::duration);
    require(text.isPresent() == duration.isPresent(), name, Parameters.DURATION);
    return duration;
  }

  /** Whether a fault was found with a field. */
  public boolean hasFault(String name) {
    return invalid.stream().anyMatch(fault -> fault.parameter().equals(name));
  }

  /** Finds fault with fields that no one has read. */
  public void refuseOthers() {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!read.contains(name)) {
                add(name, "unknown field");
              }
            });
  }

  /** Finds fault with a field unless the condition holds. */
  public void require(boolean condition, String name, String detail) {
    if (!condition) {
      add(name, detail);
    }
  }

  /**
   * Ends reading.
   *
   * @throws Problem 400 with every fault found
   */
  public void throwIfInvalid() {
    if (!invalid.isEmpty()) {
      throw Problem.badRequest(invalid);
    }
  }

  private JsonNode field(String name) {
    read.add(name);
    return json.hasNonNull(name) ? json.get(name) : null;
  }

  private void add(String name, String detail) {
    invalid.add(new Problem.Invalid(name, detail));
  }
}
