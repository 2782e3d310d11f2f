package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.config.TlsSettings;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Map;

/** Headers of every answer: nothing from elsewhere, nothing in line, nothing kept. */
public final class SecurityHeaders {
  static final Map<String, String> ALWAYS =
      Map.of(
          Header.X_CONTENT_TYPE_OPTIONS,
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "X-Frame-Options",
          "DENY",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()",
          Header.CONTENT_SECURITY_POLICY,
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");

  private static final String ONE_YEAR = "max-age=31536000";

  private SecurityHeaders() {}

  /** Sets them. */
  public static void set(Context context, TlsSettings tls) {
    context.header(Header.CACHE_CONTROL, "no-store");
    ALWAYS.forEach(context::header);
    if (tls.isHere() || tls.terminatedByProxy()) {
      context.header("Strict-Transport-Security", ONE_YEAR);
    }
  }
}
