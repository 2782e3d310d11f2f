package com.alphapulse.riskbudget.api.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a record stands in a list: by its own time, then by its key and its place. Free of when it
 * was read, so that every instance has the same order.
 */
public record Position(Instant time, String key, Place place) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::time)
          .thenComparing(Position::key)
          .thenComparing(Position::place);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** As an opaque text, for the next page of a list. */
  public String cursor() {
    ArrayNode parts = RecordJson.MAPPER.createArrayNode();
    parts.add(time.toString()).add(key).add(place.topic().name());
    parts.add(place.partition()).add(place.offset());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(RecordJson.text(parts).getBytes(StandardCharsets.UTF_8));
  }

  /** Reads what {@link #cursor} wrote; empty where the text is none of these. */
  public static Optional<Position> parse(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      JsonNode parts = RecordJson.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (!parts.isArray() || parts.size() != 5) {
        return Optional.empty();
      }
      Place place =
          new Place(
              ViewTopic.valueOf(parts.get(2).asText()),
              parts.get(3).asInt(),
              parts.get(4).asLong());
      return Optional.of(
          new Position(Instant.parse(parts.get(0).asText()), parts.get(1).asText(), place));
    } catch (IllegalArgumentException | JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
