package com.alphapulse.riskbudget.registry;

/** A request that the registry answers with one of Confluent's error codes. */
final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  private RegistryException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static RegistryException badRequest(String message) {
    return new RegistryException(400, message, null);
  }

  static RegistryException subjectNotFound(String subject) {
    return new RegistryException(40401, "Subject '" + subject + "' not found.", null);
  }

  static RegistryException versionNotFound(String version) {
    return new RegistryException(40402, "Version " + version + " not found.", null);
  }

  static RegistryException schemaNotFound(String which) {
    return new RegistryException(40403, "Schema " + which + " not found.", null);
  }

  static RegistryException noSubjectLevel(String subject) {
    return new RegistryException(
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured",
        null);
  }

  static RegistryException incompatible(String message) {
    return new RegistryException(409, message, null);
  }

  static RegistryException forbidden(String message) {
    return new RegistryException(40301, message, null);
  }

  static RegistryException invalidSchema(String message, Throwable cause) {
    return new RegistryException(42201, message, cause);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are 1 to 2^31-1 and 'latest'",
        null);
  }

  static RegistryException invalidLevel(String level) {
    return new RegistryException(42203, "Invalid compatibility level '" + level + "'", null);
  }

  static RegistryException storeFailed(Throwable cause) {
    return new RegistryException(
        50001, "Error in the backend data store: " + cause.getMessage(), cause);
  }

  /** Confluent's code: the HTTP status itself, or that status and two more digits. */
  int code() {
    return code;
  }

  int status() {
    return code < 1000 ? code : code / 100;
  }
}
