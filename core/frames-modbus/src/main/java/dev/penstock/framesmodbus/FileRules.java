package dev.penstock.framesmodbus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be asked of files (MODBUS V1.1b3 §6.14, §6.15). */
final class FileRules {
  /** The only reference type there is. */
  static final int REFERENCE_TYPE = 6;

  /** Reference type, file, record and count. */
  static final int SECTION_BYTES = 7;

  /** 0xF5: 35 sections. */
  static final int READ_BYTES_MAX = 245;

  /** 0xFB: what a PDU leaves behind function and length. */
  static final int WRITE_BYTES_MAX = 251;

  /**
   * What an answer may carry. The table of §6.14 says 0xF5, which is the bound of the request; the
   * text says that the answer must fit a PDU, and the example's parts are below the table's 0x07.
   */
  static final int ANSWER_BYTES_MAX = 251;

  private FileRules() {}

  static @Nullable String faultOf(int file, int record, int count) {
    if (file < 1 || file > 0xffff) {
      return "file is " + file + ", must be 1..65535";
    }
    if (record < 0 || record >= Limits.FILE_RECORD_COUNT) {
      return "record is " + record + ", must be 0..9999";
    }
    if (count < 1 || count > Limits.FILE_RECORD_COUNT - record) {
      return count + " records from " + record + " on; at least 1, and none behind 9999";
    }
    return null;
  }

  static @Nullable String faultOf(List<Request.FileSection> sections) {
    int length = sections.size() * SECTION_BYTES;
    if (length < SECTION_BYTES || length > READ_BYTES_MAX) {
      return sections.size() + " sections of files are asked for, must be 1..35";
    }
    int answer = 0;
    for (Request.FileSection each : sections) {
      answer += 2 + 2 * each.count();
    }
    return answer <= ANSWER_BYTES_MAX
        ? null
        : "the answer would have " + answer + " bytes of records, at most " + ANSWER_BYTES_MAX;
  }

  static int lengthOf(List<Request.FileData> pieces) {
    int length = 0;
    for (Request.FileData each : pieces) {
      length += SECTION_BYTES + 2 * each.data().count();
    }
    return length;
  }
}
