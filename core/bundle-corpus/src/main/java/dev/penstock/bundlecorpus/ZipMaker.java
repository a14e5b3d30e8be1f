package dev.penstock.bundlecorpus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes ZIP files, good ones and others, field by field: PKWARE APPNOTE 6.3 §4.3. */
final class ZipMaker {
  /** What stands before an entry, and what the directory says of it. */
  static final class Entry {
    String name;
    byte[] content;
    int flags;
    int method;
    int time;
    int date = 0x21;
    int version = 10;
    byte[] localExtra = new byte[0];
    byte[] centralExtra = new byte[0];
    long crcOff;
    long localCrcOff;
    long sizeOff;
    long localSizeOff;
    long offsetOff;
    int attributes;
    String localName;
    byte[] gap = new byte[0];

    Entry(String name, byte[] content) {
      this.name = name;
      this.localName = name;
      this.content = content;
    }
  }

  final List<Entry> entries = new ArrayList<>();
  byte[] comment = new byte[0];
  byte[] beforeDirectory = new byte[0];
  byte[] behind = new byte[0];
  int countOff;

  Entry entry(String name) {
    return entries.stream()
        .filter(entry -> entry.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no entry " + name));
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      out.writeBytes(entry.gap);
      long offset = out.size();
      var crc = new CRC32();
      crc.update(entry.content);
      byte[] local = entry.localName.getBytes(StandardCharsets.UTF_8);
      byte[] headBytes = new byte[30];
      ByteBuffer head = little(headBytes);
      head.putInt(0x04034b50).putShort((short) entry.version).putShort((short) entry.flags);
      head.putShort((short) entry.method).putShort((short) entry.time).putShort((short) entry.date);
      head.putInt((int) (crc.getValue() + entry.crcOff + entry.localCrcOff));
      int size = (int) (entry.content.length + entry.sizeOff + entry.localSizeOff);
      head.putInt(size).putInt(size);
      head.putShort((short) local.length).putShort((short) entry.localExtra.length);
      out.writeBytes(headBytes);
      out.writeBytes(local);
      out.writeBytes(entry.localExtra);
      out.writeBytes(entry.content);
      directory.writeBytes(central(entry, crc.getValue(), offset + entry.offsetOff));
    }
    out.writeBytes(beforeDirectory);
    int at = out.size();
    out.writeBytes(directory.toByteArray());
    byte[] endBytes = new byte[22];
    ByteBuffer end = little(endBytes);
    short count = (short) (entries.size() + countOff);
    end.putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
    end.putInt(directory.size()).putInt(at).putShort((short) comment.length);
    out.writeBytes(endBytes);
    out.writeBytes(comment);
    out.writeBytes(behind);
    return out.toByteArray();
  }

  private static byte[] central(Entry entry, long crc, long offset) {
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    byte[] headBytes = new byte[46 + name.length + entry.centralExtra.length];
    ByteBuffer head = little(headBytes);
    head.putInt(0x02014b50).putShort((short) entry.version).putShort((short) entry.version);
    head.putShort((short) entry.flags).putShort((short) entry.method);
    head.putShort((short) entry.time).putShort((short) entry.date);
    int size = (int) (entry.content.length + entry.sizeOff);
    head.putInt((int) (crc + entry.crcOff)).putInt(size).putInt(size);
    head.putShort((short) name.length).putShort((short) entry.centralExtra.length);
    head.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(entry.attributes);
    head.putInt((int) offset).put(name).put(entry.centralExtra);
    return headBytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
