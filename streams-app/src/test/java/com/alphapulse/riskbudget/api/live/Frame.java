package com.alphapulse.riskbudget.api.live;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event as a browser reads it. */
record Frame(String id, String type, JsonNode data) {

  /** The next event of a stream, empty at its end; what is no event is passed over. */
  static Optional<Frame> next(BufferedReader stream) {
    Map<String, String> fields = new HashMap<>();
    try {
      for (String line = stream.readLine(); line != null; line = stream.readLine()) {
        if (!line.isEmpty()) {
          fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
        } else if (fields.containsKey("data")) {
          return Optional.of(of(fields));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All events in some bytes. */
  static List<Frame> all(byte[] bytes) {
    BufferedReader stream =
        new BufferedReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    List<Frame> frames = new ArrayList<>();
    for (Optional<Frame> next = next(stream); next.isPresent(); next = next(stream)) {
      frames.add(next.get());
    }
    return frames;
  }

  private static Frame of(Map<String, String> fields) throws JsonProcessingException {
    return new Frame(
        fields.get("id"), fields.get("event"), RecordJson.MAPPER.readTree(fields.get("data")));
  }
}
