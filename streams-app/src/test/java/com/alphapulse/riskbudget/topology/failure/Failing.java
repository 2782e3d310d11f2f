package com.alphapulse.riskbudget.topology.failure;

/** Records that have failed. */
public final class Failing {
  private Failing() {}

  /** Lets a record have failed so often that it is set aside when it is read. */
  public static void setAside(FailedRecords failed, String topic, int partition, long offset) {
    for (int i = 0; i < FailedRecords.SET_ASIDE_AFTER; i++) {
      failed.failed(topic, partition, offset, new IllegalStateException("it was bad"));
    }
  }
}
