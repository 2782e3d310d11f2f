package com.alphapulse.riskbudget.serde;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the generated records may be instantiated.
 *
 * <p>Avro loads a class by a name found in a schema only if the class is trusted. The records' own
 * package is added to whatever is trusted already, so that the system properties which Avro reads
 * for this keep their effect and nobody has to set them for these records.
 */
public final class TrustedRecords {

  private static final String PACKAGE = "com.alphapulse.riskbudget.avro";

  static {
    ClassSecurityValidator.ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            before, candidate -> candidate.getPackageName().equals(PACKAGE)));
  }

  private TrustedRecords() {}

  /**
   * Trusts the records, once however often it is called. Needed only where the generated classes
   * are used without {@link AvroSerde}, which calls it by itself.
   */
  public static void trust() {
    // The work is in the initialiser, which the virtual machine runs exactly once.
  }
}
