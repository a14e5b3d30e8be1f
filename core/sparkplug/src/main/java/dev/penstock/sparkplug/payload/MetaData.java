package dev.penstock.sparkplug.payload;

import org.jspecify.annotations.Nullable;

/**
 * What is said about bytes and files (Sparkplug 3.0 §6.4.7).
 *
 * @param size of the whole in bytes, 64 bits without sign
 * @param seq which part of a message in several parts this is, 64 bits without sign
 * @param md5 a sum that the sender states; nothing here rests on it
 */
public record MetaData(
    boolean isMultiPart,
    @Nullable String contentType,
    @Nullable Long size,
    @Nullable Long seq,
    @Nullable String fileName,
    @Nullable String fileType,
    @Nullable String md5,
    @Nullable String description) {
  public MetaData {
    Texts.mustBeUtf8("contentType", contentType);
    Texts.mustBeUtf8("fileName", fileName);
    Texts.mustBeUtf8("fileType", fileType);
    Texts.mustBeUtf8("md5", md5);
    Texts.mustBeUtf8("description", description);
  }
}
