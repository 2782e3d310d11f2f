package com.alphapulse.riskbudget.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes JSON in the wire format by the latest schema of a topic's subject, as a client in another
 * language does that has nothing of the product but the registry's address.
 */
final class LatestSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String registryUrl;
  private final Map<String, Latest> known = new HashMap<>();

  private record Latest(int id, Schema schema) {}

  LatestSchemas(String registryUrl) {
    this.registryUrl = registryUrl;
  }

  byte[] encode(String topic, JsonNode value) {
    Latest latest = known.computeIfAbsent(topic, this::fetch);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(latest.id()).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(latest.schema())
          .write(JsonToAvro.convert(latest.schema(), value), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Latest fetch(String topic) {
    URI uri = URI.create("%s/subjects/%s-value/versions/latest".formatted(registryUrl, topic));
    try {
      JsonNode answer =
          JSON.readTree(
              http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
      return new Latest(
          answer.required("id").asInt(),
          new Schema.Parser().parse(answer.required("schema").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
