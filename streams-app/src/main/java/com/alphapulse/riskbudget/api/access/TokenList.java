package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.AccessSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Bearer tokens from the configuration, which holds their hashes only. */
public final class TokenList {
  private record Entry(byte[] hash, Caller caller) {}

  private final List<Entry> entries;

  TokenList(List<AccessSettings.Token> tokens) {
    entries = tokens.stream().map(TokenList::entry).toList();
  }

  /** Who holds a token. Takes the same time whichever it is, and whether it is any. */
  Optional<Caller> caller(String token) {
    byte[] hash = sha256(token);
    Caller found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        found = entry.caller();
      }
    }
    return Optional.ofNullable(found);
  }

  /** The hash that the configuration holds in place of a token. */
  public static String hash(String token) {
    return HexFormat.of().formatHex(sha256(token));
  }

  private static Entry entry(AccessSettings.Token token) {
    return new Entry(
        HexFormat.of().parseHex(token.sha256()),
        new Caller(token.name(), Role.of(token.role()), token.portfolios(), true));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
