package com.alphapulse.riskbudget.serde;

import com.alphapulse.riskbudget.schema.SubjectRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Sets up any registry that speaks Confluent's REST API; see {@link HttpSchemaRegistry} for which.
 *
 * <p>Every failure is a {@link RegistryUnavailableException} that says what was asked, what came
 * back and what to do.
 */
public final class HttpSubjectRegistry implements SubjectRegistry {

  private static final int VERSION_NOT_FOUND = 40402;
  private static final int NO_SUBJECT_LEVEL = 40408;

  private final RegistryHttp http;
  private final RegistryAnswers answers;

  /**
   * Creates a client; connects when first asked.
   *
   * @param url as {@link HttpSchemaRegistry} takes it
   * @param properties as {@link HttpSchemaRegistry} takes them
   * @throws IllegalArgumentException as there
   */
  public HttpSubjectRegistry(String url, Map<String, String> properties) {
    this(RegistryHttp.of(url, properties, RegistryHttp.Patience.DEFAULT));
  }

  /** The same, for properties that another serde shares; see {@link HttpSchemaRegistry}. */
  public static HttpSubjectRegistry ofShared(String url, Map<String, String> properties) {
    Map<String, String> own = new HashMap<>(properties);
    own.keySet().retainAll(RegistryHttp.PROPERTIES);
    return new HttpSubjectRegistry(url, own);
  }

  HttpSubjectRegistry(RegistryHttp http) {
    this.http = http;
    this.answers = new RegistryAnswers(http);
  }

  @Override
  public Optional<Latest> latest(String subject) {
    String purpose = "read subject " + subject;
    RegistryHttp.Answer answer = send("GET", path(subject) + "/versions/latest", null);
    if (isAbsent(answer, RegistryAnswers.SUBJECT_NOT_FOUND, VERSION_NOT_FOUND)) {
      return Optional.empty();
    }
    JsonNode tree = good(purpose, answer);
    Schema schema;
    try {
      schema = answers.parse("the latest version of subject " + subject, purpose, answer);
    } catch (UnknownSchemaException e) {
      throw new RegistryUnavailableException(
          "cannot " + purpose + ": " + e.getMessage() + "; delete that version", e);
    }
    return Optional.of(new Latest(tree.path("version").asInt(), schema));
  }

  @Override
  public boolean has(String subject, Schema schema) {
    RegistryHttp.Answer answer = send("POST", path(subject), RegistryAnswers.body(schema));
    if (isAbsent(answer, RegistryAnswers.SUBJECT_NOT_FOUND, RegistryAnswers.SCHEMA_NOT_FOUND)) {
      return false;
    }
    good("look up " + schema.getName() + " under subject " + subject, answer);
    return true;
  }

  @Override
  public Optional<String> add(String subject, Schema schema) {
    RegistryHttp.Answer answer =
        send("POST", path(subject) + "/versions", RegistryAnswers.body(schema));
    if (answer.status() == 409 || answer.status() == 422) {
      return Optional.of("the registry refuses it, " + answer.describe());
    }
    good("register " + schema.getName() + " under subject " + subject, answer);
    return Optional.empty();
  }

  @Override
  public String level(String subject) {
    String path = "/config/" + RegistryAnswers.encode(subject);
    RegistryHttp.Answer answer = send("GET", path + "?defaultToGlobal=true", null);
    if (isAbsent(answer, RegistryAnswers.SUBJECT_NOT_FOUND, NO_SUBJECT_LEVEL)) {
      answer = send("GET", "/config", null);
    }
    return good("read the compatibility of subject " + subject, answer)
        .path("compatibilityLevel")
        .asText("NONE");
  }

  @Override
  public void setLevel(String subject, String level) {
    String body = "{\"compatibility\": \"" + level + "\"}";
    RegistryHttp.Answer answer = send("PUT", "/config/" + RegistryAnswers.encode(subject), body);
    good("set the compatibility of subject " + subject, answer);
  }

  private RegistryHttp.Answer send(String method, String path, String body) {
    try {
      return http.send(method, path, body);
    } catch (RegistryUnavailableException e) {
      throw new RegistryUnavailableException(
          e.getMessage() + ". Is it running, and is schema_registry.url its address?", e);
    }
  }

  private static JsonNode good(String purpose, RegistryHttp.Answer answer) {
    if (answer.status() == 200) {
      return RegistryAnswers.tree(purpose, answer);
    }
    throw new RegistryUnavailableException(
        "cannot " + purpose + ": " + answer.describe() + advice(answer.status()));
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 ->
          ". It wants other credentials: set basic.auth.user.info (user:password) or"
              + " bearer.auth.token in schema_registry.properties";
      case 403 ->
          ". These credentials may not do that: use some that may write for this command, or give"
              + " the files of `schemas --export` to somebody who may register them";
      case 404, 405 -> ". Is schema_registry.url complete? Apicurio's ends in /apis/ccompat/v7";
      default -> "";
    };
  }

  /** Whether an answer says, in the registry's own words, that there is no such thing. */
  private static boolean isAbsent(RegistryHttp.Answer answer, int code, int otherCode) {
    if (answer.status() != 404) {
      return false;
    }
    int found = RegistryAnswers.errorCode(answer);
    return found == code || found == otherCode;
  }

  private static String path(String subject) {
    return "/subjects/" + RegistryAnswers.encode(subject);
  }
}
