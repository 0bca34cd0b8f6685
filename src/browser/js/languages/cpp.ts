export { cppLanguage as cpp } from '@codemirror/lang-cpp';
