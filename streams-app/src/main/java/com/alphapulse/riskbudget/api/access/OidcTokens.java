package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.http.RequestBody;
import com.alphapulse.riskbudget.config.AccessSettings;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.javalin.http.HttpStatus;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an OpenID Connect provider: JWT, signed with one of its keys, of this issuer, for this
 * audience, not expired. Keys are kept for a while and asked for again at most twice in half a
 * minute; without any the answer is 503, never a pass.
 */
final class OidcTokens {
  /** Asymmetric ones only: with HMAC the public key would do to sign. {@code none} is none. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_KEY_SET_BYTES = 200_000;
  private static final long KEEP_KEYS_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final long KEYS_TIMEOUT_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);

  private final AccessSettings.Oidc settings;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @throws ConfigurationException if the address of the keys is none that is safe
   */
  OidcTokens(AccessSettings.Oidc settings) {
    this.settings = settings;
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.<SecurityContext>create(
                keysUrl(settings.jwksUrl()),
                new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEY_SET_BYTES))
            .cache(KEEP_KEYS_MILLIS, KEYS_TIMEOUT_MILLIS)
            .build();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp"));
    claims.setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
  }

  /**
   * Who a token is of; empty if it is not good. The log tells why, without the token.
   *
   * @throws Problem 503 if the keys are not to be had, 403 if it gives no role or no portfolio
   */
  Optional<Caller> caller(String token) {
    JWTClaimsSet claims;
    try {
      claims = processor.process(token, null);
    } catch (KeySourceException e) {
      LOG.warn("The keys of {} are not to be had: {}", settings.issuer(), e.getMessage());
      throw Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE, "the keys that tokens are checked with are not there");
    } catch (ParseException | BadJOSEException | JOSEException e) {
      LOG.info("A token was refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
    List<String> names = texts(claims, settings.nameClaim(), false);
    if (names.size() != 1 || RequestBody.fault(names.get(0)).isPresent()) {
      LOG.info("A token was refused: its claim {} is no name", settings.nameClaim());
      return Optional.empty();
    }
    return Optional.of(new Caller(names.get(0), role(claims), portfolios(claims), true));
  }

  private Role role(JWTClaimsSet claims) {
    return texts(claims, settings.roleClaim(), true).stream()
        .flatMap(name -> role(name).stream())
        .max(Role::compareTo)
        .orElseThrow(() -> forbidden("the token gives no role"));
  }

  private Optional<Role> role(String name) {
    if (!settings.roles().isEmpty()) {
      return Optional.ofNullable(settings.roles().get(name)).map(Role::of);
    }
    return List.of(Role.values()).stream()
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private Set<String> portfolios(JWTClaimsSet claims) {
    if (settings.portfoliosClaim().isEmpty()) {
      return Set.of();
    }
    Set<String> portfolios = new HashSet<>(texts(claims, settings.portfoliosClaim(), true));
    if (portfolios.isEmpty()) {
      // Not to be taken for all of them.
      throw forbidden("the token gives no portfolio");
    }
    return portfolios.contains(Caller.ALL) ? Set.of() : portfolios;
  }

  /** The texts of a claim, which may be one, several with blanks in between, or a list. */
  private static List<String> texts(JWTClaimsSet claims, String path, boolean several) {
    Object value = claims.toJSONObject();
    for (String name : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    if (value instanceof String text) {
      return several ? List.of(text.strip().split("\\s+")) : List.of(text);
    }
    return value instanceof Collection<?> list && several
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private static URL keysUrl(String text) {
    try {
      URL url = URI.create(text).toURL();
      if (url.getProtocol().equals("https")
          || (url.getProtocol().equals("http") && BindAddress.isLoopbackAddress(url.getHost()))) {
        return url;
      }
    } catch (MalformedURLException | IllegalArgumentException e) {
      // Told below, together with a scheme that does not do.
    }
    throw new ConfigurationException(
        "api",
        List.of(
            "api.access.oidc.jwks_url: must be an https address, or http on the loopback address"));
  }

  private static Problem forbidden(String detail) {
    return Problem.of(HttpStatus.FORBIDDEN, detail);
  }
}
