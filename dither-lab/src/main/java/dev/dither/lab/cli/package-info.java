/** The command line: thin commands over the laboratory. */
package dev.dither.lab.cli;
