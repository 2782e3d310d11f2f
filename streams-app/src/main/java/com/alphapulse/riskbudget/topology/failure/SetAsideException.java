package com.alphapulse.riskbudget.topology.failure;

/** Ends the processing of a record that is to be set aside, before anything was done with it. */
final class SetAsideException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param error what the record failed with
   */
  SetAsideException(String error) {
    super(error, null, false, false);
  }
}
