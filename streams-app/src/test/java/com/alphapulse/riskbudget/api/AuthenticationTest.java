package com.alphapulse.riskbudget.api;

import static com.alphapulse.riskbudget.api.ApiFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.alphapulse.riskbudget.api.access.TokenList;
import com.alphapulse.riskbudget.config.Configuration;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who gets in, with a provider of tokens beside. */
class AuthenticationTest {
  private static final String VIEWER = "rb_viewer-token";
  private static final String OPERATOR = "rb_operator-token";
  private static final String ADMIN = "rb_admin-token";
  private static final String OVERRIDE =
      "{\"portfolioId\":\"%s\",\"scope\":\"PORTFOLIO\",\"action\":\"HALT\",\"reason\":\"r\"}";

  private static RSAKey key;
  private static RSAKey otherKey;

  private HttpServer provider;
  private ApiFixture api;

  @BeforeAll
  static void makeKeys() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("k").generate();
    otherKey = new RSAKeyGenerator(2048).keyID("k").generate();
  }

  @AfterAll
  static void forgetKeys() {
    key = null;
    otherKey = null;
  }

  @BeforeEach
  void start() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    provider.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    api =
        new ApiFixture(
            Configuration.parse(
                    "test",
                    """
                    api:
                      port: 0
                      access:
                        tokens:
                          - {name: v, role: viewer, sha256: "%s"}
                          - {name: o, role: operator, portfolios: [p], sha256: "%s"}
                          - {name: a, role: admin, sha256: "%s"}
                        oidc:
                          issuer: https://issuer.example
                          audience: risk-budget
                          jwks_url: http://127.0.0.1:%d/keys
                          role_claim: realm.roles
                          portfolios_claim: portfolios
                    """
                        .formatted(
                            TokenList.hash(VIEWER),
                            TokenList.hash(OPERATOR),
                            TokenList.hash(ADMIN),
                            provider.getAddress().getPort()))
                .api());
    api.model.accept("p", Samples.portfolio("p"));
    api.model.accept("q", Samples.portfolio("q"));
  }

  @AfterEach
  void stop() {
    api.close();
    provider.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/nothing",
        "/extra",
        ApiRoutes.BASE + "/current",
        ApiRoutes.BASE + "/orders",
        ApiRoutes.BASE + "/events",
        ApiRoutes.BASE + "/whoami"
      })
  void shouldAskForAToken_whenThereIsNoneOrAWrongOne(String path) throws Exception {
    for (String header :
        new String[] {"", "Bearer", "Bearer ", "Bearer x", "Basic " + ADMIN, ADMIN}) {
      HttpResponse<String> response =
          api.send(HttpRequest.newBuilder(api.uri(path)).header("Authorization", header));

      assertThat(response.statusCode()).as(header).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(json(response).get("status").asInt()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/css/style.css", "/health/live", "/health/ready", "/openapi.json"})
  void shouldServe_whenAnybodyMayRead(String path) throws Exception {
    assertThat(api.send(HttpRequest.newBuilder(api.uri(path))).statusCode()).isEqualTo(200);
    assertThat(
            api.send(
                    HttpRequest.newBuilder(api.uri(path)).POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void shouldSayWhoItIs_whenTheTokenIsGood() throws Exception {
    assertThat(get(OPERATOR, "/whoami").body())
        .isEqualTo(
            "{\"name\":\"o\",\"role\":\"OPERATOR\",\"portfolios\":[\"p\"],\"authenticated\":true}");
    assertThat(get(signed(claims()), "/whoami").body())
        .isEqualTo(
            "{\"name\":\"s\",\"role\":\"ADMIN\",\"portfolios\":[\"p\"],\"authenticated\":true}");
  }

  @Test
  void shouldForbidCommands_whenTheRoleOnlyReads() throws Exception {
    assertThat(get(VIEWER, "/current").statusCode()).isEqualTo(200);
    assertThat(post(VIEWER, "/overrides", OVERRIDE.formatted("p")).statusCode()).isEqualTo(403);
    assertThat(post(VIEWER, "/rebalance", "{}").statusCode()).isEqualTo(403);
    assertThat(
            api.send(
                    HttpRequest.newBuilder(api.api("/overrides/x?reason=r"))
                        .header("Authorization", "Bearer " + VIEWER)
                        .DELETE())
                .statusCode())
        .isEqualTo(403);
    assertThat(api.written).isEmpty();
  }

  @Test
  void shouldKeepMetricsFromIt_whenTheCallerIsLimitedToPortfolios() throws Exception {
    assertThat(send(OPERATOR, HttpRequest.newBuilder(api.uri("/metrics"))).statusCode())
        .isEqualTo(403);
    assertThat(send(VIEWER, HttpRequest.newBuilder(api.uri("/metrics"))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldRefuseForgedTokens_whateverIsWrongWithThem() throws Exception {
    Map<String, String> forged = new TreeMap<>();
    Date past = Date.from(Instant.now().minusSeconds(120));
    Date future = Date.from(Instant.now().plusSeconds(120));
    forged.put("alg none", new PlainJWT(claims().build()).serialize());
    SignedJWT hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    hmac.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    forged.put("HMAC with the public key", hmac.serialize());
    forged.put("expired", signed(claims().expirationTime(past)));
    forged.put("without expiry", signed(claims().expirationTime(null)));
    forged.put("not yet valid", signed(claims().notBeforeTime(future)));
    forged.put("wrong audience", signed(claims().audience("risk-budget2")));
    forged.put("no audience", signed(claims().audience((String) null)));
    forged.put("wrong issuer", signed(claims().issuer("https://issuer.example/")));
    forged.put("no name", signed(claims().subject(null)));
    forged.put("name with a line break", signed(claims().subject("a\nb")));
    forged.put("another key under the same id", signed(claims(), otherKey));
    String[] good = signed(claims()).split("\\.", -1);
    String[] other = signed(claims().subject("boss")).split("\\.", -1);
    forged.put("another payload", good[0] + "." + other[1] + "." + good[2]);
    forged.put("no signature", good[0] + "." + good[1] + ".");
    forged.put("two parts", good[0] + "." + good[1]);

    for (Map.Entry<String, String> token : forged.entrySet()) {
      assertThat(get(token.getValue(), "/whoami").statusCode()).as(token.getKey()).isEqualTo(401);
    }
    assertThat(get(signed(claims()), "/whoami").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldForbid_whenTheTokenGivesNoRoleOrNoPortfolio() throws Exception {
    assertThat(get(signed(claims().claim("realm", null)), "/current").statusCode()).isEqualTo(403);
    assertThat(
            get(signed(claims().claim("realm", Map.of("roles", List.of("root")))), "/current")
                .statusCode())
        .isEqualTo(403);
    assertThat(get(signed(claims().claim("portfolios", null)), "/current").statusCode())
        .isEqualTo(403);
    assertThat(get(signed(claims().claim("portfolios", List.of())), "/current").statusCode())
        .isEqualTo(403);
  }

  @Test
  void shouldAnswer503_whenTheKeysAreNotToBeHad() throws Exception {
    provider.stop(0);

    HttpResponse<String> response = get(signed(claims()), "/current");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(get(VIEWER, "/current").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldLogNoToken_whenOneIsGoodOrBad() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    Level level = root.getLevel();
    root.setLevel(Level.INFO);
    String expired = signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(120))));
    try {
      for (String token : List.of(VIEWER, "rb_wrong-token", expired)) {
        HttpResponse<String> answer = get(token, "/whoami");
        post(token, "/overrides", "{");
        assertThat(answer.body()).doesNotContain(token);
      }
      String metrics = send(VIEWER, HttpRequest.newBuilder(api.uri("/metrics"))).body();
      assertThat(metrics).doesNotContain(VIEWER, "rb_wrong-token", TokenList.hash(VIEWER));
    } finally {
      root.setLevel(level);
      root.detachAppender(log);
    }
    assertThat(log.list).isNotEmpty();
    assertThat(log.list)
        .allSatisfy(
            event ->
                assertThat(event.getFormattedMessage() + event.getThrowableProxy())
                    .doesNotContain(VIEWER, "rb_wrong-token", expired));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience("risk-budget")
        .subject("s")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .claim("realm", Map.of("roles", List.of("viewer", "admin", "else")))
        .claim("portfolios", List.of("p"));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws Exception {
    return signed(claims, key);
  }

  private static String signed(JWTClaimsSet.Builder claims, RSAKey with) throws Exception {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(), claims.build());
    jwt.sign(new RSASSASigner(with));
    return jwt.serialize();
  }

  private HttpResponse<String> get(String token, String path) throws Exception {
    return send(token, HttpRequest.newBuilder(api.api(path)));
  }

  private HttpResponse<String> post(String token, String path, String body) throws Exception {
    return send(
        token,
        HttpRequest.newBuilder(api.api(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(String token, HttpRequest.Builder request) throws Exception {
    return api.send(request.header("Authorization", "Bearer " + token));
  }
}
