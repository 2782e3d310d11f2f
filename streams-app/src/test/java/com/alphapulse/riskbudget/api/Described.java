package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description of the interface, as a judge of answers. Stricter than the description is to its
 * readers: a field that it does not name is wrong.
 */
final class Described {
  private static final String PROPERTIES = "properties";

  private final JsonNode document;
  private final JsonNode strict;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> answered = new TreeSet<>();

  Described() {
    try {
      document = RecordJson.MAPPER.readTree(WebPage.read("/web/openapi.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    strict = strict(document.get("components"));
  }

  /** Takes in an answer; status, type and content have to be described for the operation. */
  void check(String method, String path, HttpResponse<String> answer) {
    String what = "%s %s: %d".formatted(method, path, answer.statusCode());
    answered.add(method + " " + path + " " + answer.statusCode());
    JsonNode operation = document.get("paths").path(path).path(method);
    JsonNode response =
        resolved(operation.path("responses").path(Integer.toString(answer.statusCode())));
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode schema = response.path("content").path(type).path("schema");
    if (schema.isMissingNode()) {
      faults.add("%s as %s is not described: %s".formatted(what, type, answer.body()));
    } else if (type.endsWith("json")) {
      check(what, schema, json(answer.body()));
    }
  }

  /** Takes in the data of an event, which have to be as a schema of the components tells. */
  void checkEvent(String name, String schema, JsonNode data) {
    check("event " + name, RecordJson.object().put("$ref", "#/components/schemas/" + schema), data);
  }

  /** What was not as described. */
  List<String> faults() {
    return faults;
  }

  /** Operations and statuses that were checked. */
  Set<String> answered() {
    return answered;
  }

  /** Operations and statuses that are described. */
  Set<String> described() {
    Set<String> described = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .get("responses")
                                .fieldNames()
                                .forEachRemaining(
                                    status ->
                                        described.add(
                                            operation.getKey()
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + status))));
    return described;
  }

  /** Operations that a status is described of. */
  List<String> operations(String status) {
    return described().stream()
        .filter(operation -> operation.endsWith(" " + status))
        .map(operation -> operation.substring(0, operation.lastIndexOf(' ')))
        .toList();
  }

  private void check(String what, JsonNode schema, JsonNode data) {
    ObjectNode root = RecordJson.object();
    root.set("components", strict);
    root.putArray("allOf").add(strict(schema));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(root, config)
        .validate(data)
        .forEach(fault -> faults.add("%s: %s in %s".formatted(what, fault.getMessage(), data)));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** The same without room for fields that are not named; parts of a whole are put together. */
  private JsonNode strict(JsonNode node) {
    if (node.isArray()) {
      var items = RecordJson.MAPPER.createArrayNode();
      node.forEach(item -> items.add(strict(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = RecordJson.object();
    node.properties().forEach(field -> copy.set(field.getKey(), strict(field.getValue())));
    if (copy.has("allOf")) {
      ObjectNode whole = RecordJson.object().put("type", "object");
      whole.putArray("required");
      whole.putObject(PROPERTIES);
      node.get("allOf")
          .forEach(
              part -> {
                JsonNode fields = strict(resolved(part));
                fields.path("required").forEach(whole.withArray("required")::add);
                whole.withObject(PROPERTIES).setAll((ObjectNode) fields.get(PROPERTIES));
              });
      return whole.put("additionalProperties", false);
    }
    if (copy.path("type").asText().equals("object")
        && copy.path(PROPERTIES).isObject()
        && !copy.has("additionalProperties")) {
      copy.put("additionalProperties", false);
    }
    return copy;
  }

  private static JsonNode json(String text) {
    try {
      return RecordJson.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
