/**
 * What holds for the documents: links and commands exist, every module is described, records and
 * lists keep their form. What a document says is for its readers to judge. Read {@link
 * dev.penstock.house.papers.PaperRules} first.
 */
@NullMarked
package dev.penstock.house.papers;

import org.jspecify.annotations.NullMarked;
