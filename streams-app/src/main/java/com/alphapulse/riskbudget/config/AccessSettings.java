package com.alphapulse.riskbudget.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the API ({@code api.access}); nobody but this machine where both are empty.
 *
 * @param tokens bearer tokens, known by their hash
 * @param oidc the provider whose tokens are taken too
 */
public record AccessSettings(List<Token> tokens, Optional<Oidc> oidc) {

  /** What a caller may do; each may do all that those before it may. */
  public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN
  }

  /**
   * A bearer token.
   *
   * @param name of who holds it: the author of what is commanded with it
   * @param portfolios that it is limited to; empty for all
   * @param sha256 of the token, in 64 lower-case hexadecimal digits
   */
  public record Token(String name, Role role, Set<String> portfolios, String sha256) {
    public Token {
      portfolios = Set.copyOf(portfolios);
    }

    /** Without the hash: what is not printed cannot leak. */
    @Override
    public String toString() {
      return "Token[" + name + ", " + role + ", " + portfolios + "]";
    }
  }

  /**
   * An OpenID Connect provider.
   *
   * @param roleClaim path of the claim with the roles, by dots
   * @param roles the provider's names of roles; empty where they are viewer, operator, admin
   * @param portfoliosClaim path of the claim with the portfolios; empty for all of them
   */
  public record Oidc(
      String issuer,
      String audience,
      String jwksUrl,
      Duration clockSkew,
      String nameClaim,
      String roleClaim,
      Map<String, Role> roles,
      String portfoliosClaim) {
    public Oidc {
      roles = Map.copyOf(roles);
    }
  }

  public AccessSettings {
    tokens = List.copyOf(tokens);
  }

  /** Whether anybody can authenticate. */
  public boolean hasCredentials() {
    return !tokens.isEmpty() || oidc.isPresent();
  }

  static AccessSettings read(ConfigNode node) {
    List<Token> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (ConfigNode item :
        node.items(
            "tokens",
            "Bearer tokens, a list of `{name, role, portfolios, sha256}`: who holds it; `viewer`,"
                + " `operator` or `admin`; ids that it is limited to, all where left out; the hash"
                + " that `riskbudget token` prints.")) {
      Token token = token(item);
      if (!names.add(token.name().toLowerCase(Locale.ROOT))) {
        item.error("name", "is there already: two approvers must differ by name");
      }
      if (!hashes.add(token.sha256())) {
        item.error("sha256", "is there already: each holder needs a token of its own");
      }
      tokens.add(token);
    }
    return new AccessSettings(tokens, oidc(node.child("oidc")));
  }

  private static Token token(ConfigNode item) {
    String name = item.text("name", "", "");
    if (name.isBlank() || name.length() > 128) {
      item.error("name", "must be a name of at most 128 characters");
    }
    List<String> portfolios = item.texts("portfolios", List.of(), "");
    if (item.has("portfolios") && (portfolios.isEmpty() || portfolios.contains("*"))) {
      item.error("portfolios", "must name portfolios; leave it out for all of them");
    }
    return new Token(
        name, item.choice("role", Role.class, Role.VIEWER, ""), Set.copyOf(portfolios), hash(item));
  }

  /** The error does not tell the value: it may be the token itself, put in the wrong place. */
  private static String hash(ConfigNode item) {
    String hash = item.untold("sha256").orElse("").toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{64}")) {
      item.error("sha256", "must be the 64 hexadecimal digits that `riskbudget token` prints");
    }
    return hash;
  }

  private static Optional<Oidc> oidc(ConfigNode node) {
    Oidc oidc =
        new Oidc(
            node.text("issuer", "", "Issuer of the tokens that are taken, exactly as in `iss`."),
            node.text("audience", "", "What their `aud` must hold: the name of this API there."),
            node.text(
                "jwks_url", "", "Where its keys are; https, or http on the loopback address."),
            node.seconds(
                "clock_skew",
                Duration.ofSeconds(30),
                Duration.ZERO,
                "How far its clock may be from this one."),
            node.text("name_claim", "sub", "Claim with the name of the caller."),
            node.text("role_claim", "roles", "Claim with its roles, by dots where it is nested."),
            node.choices(
                "roles", Role.class, "The provider's names of roles where they are others."),
            node.text(
                "portfolios_claim",
                "",
                "Claim with the portfolios that it is limited to, `*` for all; without it here"
                    + " there is no limit."));
    if (!node.isGiven()) {
      return Optional.empty();
    }
    Map.of("issuer", oidc.issuer(), "audience", oidc.audience(), "jwks_url", oidc.jwksUrl())
        .forEach(
            (key, value) -> {
              if (value.isBlank()) {
                node.error(key, "is required");
              }
            });
    return Optional.of(oidc);
  }
}
