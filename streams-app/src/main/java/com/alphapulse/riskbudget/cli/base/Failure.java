package com.alphapulse.riskbudget.cli.base;

/** A command ran and found a problem, which its message tells in full. */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }
}
