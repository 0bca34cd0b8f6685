export { goLanguage as go } from '@codemirror/lang-go';
