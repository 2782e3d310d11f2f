package com.alphapulse.riskbudget.gate.ledger;

/**
 * A whole number of 192 bits that products are added to: exact, so that the order in which they
 * came leaves no trace. Not checked for overflow; the caller sees to the size of what it adds.
 */
final class Int192 {
  private static final double TWO_TO_64 = 0x1p64;

  private long high;
  private long middle;
  private long low;

  void set(Int192 other) {
    high = other.high;
    middle = other.middle;
    low = other.low;
  }

  void clear() {
    high = 0;
    middle = 0;
    low = 0;
  }

  /** Adds a product of two numbers. */
  void addProduct(long a, long b) {
    long upper = Math.multiplyHigh(a, b);
    add(upper >> 63, upper, a * b);
  }

  /** Adds a product of a number of 128 bits, the lower 64 of which have no sign, and one of 64. */
  void addProduct(long upper, long lower, long factor) {
    // multiplyHigh takes the lower half for a number with a sign.
    long carried = Math.multiplyHigh(lower, factor) + (lower < 0 ? factor : 0);
    long shifted = upper * factor;
    long sum = carried + shifted;
    long carry = Long.compareUnsigned(sum, shifted) < 0 ? 1 : 0;
    add(Math.multiplyHigh(upper, factor) + (carried >> 63) + carry, sum, lower * factor);
  }

  private void add(long upper, long between, long lower) {
    long lowSum = low + lower;
    long lowCarry = Long.compareUnsigned(lowSum, lower) < 0 ? 1 : 0;
    long middleSum = middle + between;
    long middleCarry = Long.compareUnsigned(middleSum, between) < 0 ? 1 : 0;
    long carriedSum = middleSum + lowCarry;
    middleCarry += Long.compareUnsigned(carriedSum, lowCarry) < 0 ? 1 : 0;
    low = lowSum;
    middle = carriedSum;
    high += upper + middleCarry;
  }

  /** Bits 64 to 127, as they are. */
  long middle() {
    return middle;
  }

  /** Bits 0 to 63, as they are. */
  long low() {
    return low;
  }

  /** A double next to it. */
  double doubleValue() {
    if (high != middle >> (Long.SIZE - 1)) {
      return (high * TWO_TO_64 + unsigned(middle)) * TWO_TO_64 + unsigned(low);
    }
    // With fewer bits, the upper ones are nothing but the sign, which would drown the rest.
    return middle != low >> (Long.SIZE - 1) ? middle * TWO_TO_64 + unsigned(low) : low;
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (double) (value >>> 1) * 2;
  }
}
