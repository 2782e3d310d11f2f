package com.alphapulse.riskbudget.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References in the texts of a configuration, so that no secret need stand in it: a name in braces
 * behind a dollar sign is an environment variable, and with {@code file:} before it what a file
 * holds, without the line break at its end. A second dollar sign before takes the meaning away.
 * What a reference gives is taken as it is and not looked into again.
 */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String FILE = "file:";

  /** What a reference gave. No error shows it, since it may be a secret under a wrong key. */
  private static final class Untold extends TextNode {
    private static final long serialVersionUID = 1;

    Untold(String text) {
      super(text);
    }

    @Override
    public String toString() {
      return "what its reference gives, a text";
    }
  }

  private final UnaryOperator<String> environment;
  private final List<String> errors = new ArrayList<>();

  /**
   * @param environment value of a variable; null where it is not set
   */
  References(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Puts in place of every reference what it refers to. Keys stay as they are.
   *
   * @param node changed in place
   * @param path of the node, for errors; empty for the root
   * @return what could not be resolved, one sentence each, none of which tells a value
   */
  List<String> resolve(JsonNode node, String path) {
    if (node instanceof ObjectNode mapping) {
      for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
        String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        entry.setValue(resolved(entry.getValue(), at));
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, resolved(list.get(i), path + "[" + i + "]"));
      }
    }
    return errors;
  }

  private JsonNode resolved(JsonNode value, String path) {
    if (value.isTextual()) {
      String text =
          REFERENCE
              .matcher(value.asText())
              .replaceAll(match -> Matcher.quoteReplacement(text(match.group(), path)));
      return text.equals(value.asText()) ? value : new Untold(text);
    }
    resolve(value, path);
    return value;
  }

  private String text(String reference, String path) {
    if (reference.startsWith("$$")) {
      return reference.substring(1);
    }
    if (!reference.endsWith("}")) {
      errors.add(path + " has a reference that does not end: ${ without }; $${ is ${ itself");
      return "";
    }
    String name = reference.substring(2, reference.length() - 1);
    return name.startsWith(FILE) ? file(name.substring(FILE.length()), path) : variable(name, path);
  }

  private String variable(String name, String path) {
    if (!VARIABLE.matcher(name).matches()) {
      errors.add(
          "%s refers to ${%s}: write ${NAME} for an environment variable or ${file:PATH} for a file"
              .formatted(path, name));
      return "";
    }
    Optional<String> value = Optional.ofNullable(environment.apply(name));
    if (value.isEmpty()) {
      errors.add(
          "%s refers to the environment variable %s, which is not set".formatted(path, name));
    }
    return value.orElse("");
  }

  private String file(String name, String path) {
    try {
      String text = Files.readString(Path.of(name));
      return text.endsWith("\r\n")
          ? text.substring(0, text.length() - 2)
          : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException | IllegalArgumentException e) {
      errors.add(
          "%s refers to the file %s, which cannot be read: %s"
              .formatted(path, name, e.getClass().getSimpleName()));
      return "";
    }
  }
}
