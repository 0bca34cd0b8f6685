import { LRLanguage, indentNodeProp, continuedIndent, delimitedIndent } from '@codemirror/language';
import { parser } from '@lezer/php';

// PHP alone, without the HTML around it, which would bring three more languages.
export const php = LRLanguage.define({
  name: 'php',
  parser: parser.configure({
    top: 'Program',
    props: [indentNodeProp.add({
      Block: delimitedIndent({ closing: '}' }),
      DeclarationList: delimitedIndent({ closing: '}' }),
      'ExpressionStatement ConditionalExpression': continuedIndent(),
    })],
  }),
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } }, closeBrackets: { brackets: ['(', '[', '{', "'", '"'] } },
});
