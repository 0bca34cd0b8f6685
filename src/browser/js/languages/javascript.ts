export { jsxLanguage as javascript, tsxLanguage as typescript } from '@codemirror/lang-javascript';
