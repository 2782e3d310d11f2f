package com.alphapulse.riskbudget.serde;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Client of any registry that speaks Confluent's REST API: Confluent's own, Apicurio below {@code
 * /apis/ccompat/v7}, Karapace, Redpanda.
 *
 * <p>Ids and schemas never change once given, so each is asked for once. Only an explicit "no such
 * schema" makes a record unreadable; every other failure, a wrong base URL included, is the
 * registry's, because the price of a mistake would be good records on the dead-letter topic.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  private final RegistryHttp http;
  private final RegistryAnswers answers;
  private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private record Registration(String subject, Schema schema) {}

  /**
   * Creates a client; connects when first asked.
   *
   * @param url base URL, or several, comma-separated, of instances of the same registry
   * @param properties any of {@code basic.auth.user.info} (user:password), {@code
   *     bearer.auth.token}, {@code ssl.truststore.location} (JKS, PKCS12, or PEM by its ending
   *     {@code .pem} or {@code .crt}), {@code ssl.truststore.password}, and for a registry that
   *     asks for a certificate {@code ssl.keystore.location} (JKS, PKCS12), {@code
   *     ssl.keystore.password} and {@code ssl.key.password} (the key store's where left out)
   * @throws IllegalArgumentException if the URL is none, a property is not one of these, or they
   *     contradict each other
   */
  public HttpSchemaRegistry(String url, Map<String, String> properties) {
    this(RegistryHttp.of(url, properties, RegistryHttp.Patience.DEFAULT));
  }

  /**
   * The same, for properties that another serde shares: those that are not this client's are left
   * to it.
   */
  public static HttpSchemaRegistry ofShared(String url, Map<String, String> properties) {
    Map<String, String> own = new HashMap<>(properties);
    own.keySet().retainAll(RegistryHttp.PROPERTIES);
    return new HttpSchemaRegistry(url, own);
  }

  HttpSchemaRegistry(RegistryHttp http) {
    this.http = http;
    this.answers = new RegistryAnswers(http);
  }

  @Override
  public int register(String subject, Schema schema) {
    Registration registration = new Registration(subject, schema);
    Integer known = ids.get(registration);
    if (known != null) {
      return known;
    }
    String path = "/subjects/" + RegistryAnswers.encode(subject);
    String body = RegistryAnswers.body(schema);
    RegistryHttp.Answer answer = http.send("POST", path + "/versions", body);
    if (answer.status() == 401 || answer.status() == 403) {
      // May not write. What others registered can be looked up all the same.
      RegistryHttp.Answer lookedUp = http.send("POST", path, body);
      answer = lookedUp.status() == 200 ? lookedUp : answer;
    }
    String purpose = "register " + schema.getFullName() + " under subject " + subject;
    if (answer.status() != 200) {
      throw RegistryAnswers.refused(purpose, answer);
    }
    JsonNode id = RegistryAnswers.tree(purpose, answer).path("id");
    if (!id.canConvertToInt() || !id.isIntegralNumber()) {
      throw RegistryAnswers.refused(purpose, answer);
    }
    ids.put(registration, id.intValue());
    return id.intValue();
  }

  @Override
  public Schema schemaById(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    String purpose = "look up schema id " + id;
    RegistryHttp.Answer answer = http.send("GET", "/schemas/ids/" + id, null);
    if (answer.status() == 404
        && RegistryAnswers.errorCode(answer) == RegistryAnswers.SCHEMA_NOT_FOUND) {
      throw new UnknownSchemaException("the registry has no schema with id " + id);
    }
    if (answer.status() != 200) {
      throw RegistryAnswers.refused(purpose, answer);
    }
    Schema schema = answers.parse("schema id " + id, purpose, answer);
    schemas.put(id, schema);
    return schema;
  }
}
