/** The command line: thin commands over the laboratory. */
@NullMarked
package dev.dither.lab.cli;

import org.jspecify.annotations.NullMarked;
