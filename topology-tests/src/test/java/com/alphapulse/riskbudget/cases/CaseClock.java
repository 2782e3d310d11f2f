package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The present of a case, which stands still unless a line moves it on, and offsets from it: {@code
 * -3d}, {@code +2h}, {@code -10s}.
 */
final class CaseClock {
  private static final Pattern OFFSET = Pattern.compile("([+-]?[\\d.]+)([dhms])");
  private static final Map<String, Long> MILLIS =
      Map.of("d", 86_400_000L, "h", 3_600_000L, "m", 60_000L, "s", 1_000L);
  private static final List<String> TIMES =
      List.of("eventTime", "submittedAt", "updatedAt", "createdAt", "expiresAt", "detectedAt");

  private long now = System.currentTimeMillis();

  /** The present, in milliseconds. */
  long now() {
    return now;
  }

  /** Sets it by the wall clock. */
  void tick() {
    now = System.currentTimeMillis();
  }

  /** The time of a line: its offset {@code t} from the present, or the present. */
  long at(JsonNode line) {
    return line.has("t") ? now + offset(line.get("t").asText()) : now;
  }

  /** The timestamp of a line's record: as it says, or its time. */
  long timestamp(JsonNode line) {
    return line.has("timestamp") ? line.get("timestamp").asLong() : at(line);
  }

  /** Puts times in where a record gives them as offsets; numbers stay as they are. */
  void putTimes(ObjectNode record) {
    for (String field : TIMES) {
      JsonNode value = record.path(field);
      if (value.isTextual()) {
        record.set(field, LongNode.valueOf(now + offset(value.asText())));
      }
    }
  }

  private static long offset(String text) {
    Matcher matcher = OFFSET.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no offset: " + text);
    }
    return Math.round(Double.parseDouble(matcher.group(1)) * MILLIS.get(matcher.group(2)));
  }
}
