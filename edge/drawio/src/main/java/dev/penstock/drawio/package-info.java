/**
 * Files of diagrams.net, known as draw.io, read as drawings. What a drawing means for a plant does
 * not come in here. Read {@link dev.penstock.drawio.DrawioReader} first.
 */
@NullMarked
package dev.penstock.drawio;

import org.jspecify.annotations.NullMarked;
