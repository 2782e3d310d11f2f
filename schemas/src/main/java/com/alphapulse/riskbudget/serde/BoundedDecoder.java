package com.alphapulse.riskbudget.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from an array, and believes no length that the array cannot hold.
 * Avro's own decoder allocates what a length says before it looks for the bytes, so that five bytes
 * of junk can ask for two gigabytes and end the thread.
 *
 * <p>All values of bytes in the product's schemas are decimals. One of more than {@link
 * #MAX_DECIMAL_BYTES} bytes is beyond every bound whatever its digits are: it is read as the
 * largest number of its sign that has as many bytes, since arithmetic on the digits themselves
 * would take seconds. So the record can still be answered.
 */
public final class BoundedDecoder extends Decoder {
  /** Longest two's complement that is read as it is: 77 digits, twice what the schemas allow. */
  public static final int MAX_DECIMAL_BYTES = 32;

  private final Utf8 text = new Utf8();
  private BinaryDecoder decoder;
  private int size;

  /** Starts over on other bytes. */
  public void read(byte[] data, int offset, int length) {
    decoder = DecoderFactory.get().binaryDecoder(data, offset, length, decoder);
    size = length;
  }

  /** Whether everything has been read. */
  public boolean isEnd() throws IOException {
    return decoder.isEnd();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = length();
    if (length > MAX_DECIMAL_BYTES) {
      byte[] first = new byte[1];
      decoder.readFixed(first, 0, 1);
      decoder.skipFixed(length - 1);
      return oversized(first[0] < 0);
    }
    byte[] bytes = new byte[length];
    decoder.readFixed(bytes, 0, length);
    return ByteBuffer.wrap(bytes);
  }

  /** The largest number, or the smallest, of {@link #MAX_DECIMAL_BYTES} bytes. */
  private static ByteBuffer oversized(boolean negative) {
    byte[] bytes = new byte[MAX_DECIMAL_BYTES];
    Arrays.fill(bytes, (byte) (negative ? 0x00 : 0xff));
    bytes[0] = (byte) (negative ? 0x80 : 0x7f);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length();
    text.setByteLength(length);
    decoder.readFixed(text.getBytes(), 0, length);
    return new String(text.getBytes(), 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    decoder.skipFixed(length());
  }

  @Override
  public void skipBytes() throws IOException {
    decoder.skipFixed(length());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    decoder.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    decoder.skipFixed(length);
  }

  @Override
  public long readArrayStart() throws IOException {
    return checked(decoder.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return checked(decoder.arrayNext());
  }

  @Override
  public long skipArray() throws IOException {
    return skipItems();
  }

  @Override
  public long readMapStart() throws IOException {
    return checked(decoder.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return checked(decoder.mapNext());
  }

  @Override
  public long skipMap() throws IOException {
    return skipItems();
  }

  /** Blocks that tell their size are skipped whole; a size below 0 would lead back, for ever. */
  private long skipItems() throws IOException {
    long items = decoder.readLong();
    while (items < 0) {
      decoder.skipFixed(length());
      items = decoder.readLong();
    }
    return checked(items);
  }

  private int length() throws IOException {
    return (int) checked(decoder.readLong());
  }

  /** Every item and every byte takes at least a byte. */
  private long checked(long count) throws IOException {
    if (count < 0 || count > size) {
      throw new IOException("a length of " + count + " in a record of " + size + " bytes");
    }
    return count;
  }

  @Override
  public void readNull() {
    // Takes no bytes.
  }

  @Override
  public boolean readBoolean() throws IOException {
    return decoder.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return decoder.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return decoder.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return decoder.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return decoder.readDouble();
  }

  @Override
  public int readEnum() throws IOException {
    return decoder.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return decoder.readIndex();
  }
}
